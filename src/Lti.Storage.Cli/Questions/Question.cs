using System.CommandLine;
using Lti.Storage.Cli.Output;
using Lti.Storage.Cli.Parsing;
using Spectre.Console;

namespace Lti.Storage.Cli.Questions;

/// <summary>Asks before a command does what can't be undone.</summary>
/// <param name="screen">The place to ask.</param>
/// <param name="isAnswered">Whether <see cref="Yes"/> was given.</param>
internal sealed class Question(Screen screen, bool isAnswered)
{
    /// <summary>The option that answers in advance.</summary>
    public static Option<bool> Yes { get; } = Inputs.Flag("--yes", "Do not ask. Needed if there is no terminal to ask on.");

    /// <summary>Returns if the answer is yes.</summary>
    /// <param name="describe">Describes the change as a question. It is not called if the answer is known.</param>
    /// <param name="cancellationToken">Ends the wait for an answer.</param>
    /// <exception cref="RefusedException">There is no terminal to ask on.</exception>
    /// <exception cref="AnswerException">The answer is no.</exception>
    public async Task RequireYesAsync(Func<Task<string>> describe, CancellationToken cancellationToken)
    {
        if (isAnswered)
        {
            return;
        }

        if (!screen.Terminal.CanAsk)
        {
            throw new RefusedException(
                "This can't be undone, and there is no terminal to ask on. Nothing was changed. Give --yes to do it.");
        }

        var what = await describe().ConfigureAwait(false);
        var prompt = new ConfirmationPrompt(Markup.Escape(Printable.Line(what))) { DefaultValue = false };
        if (!await prompt.ShowAsync(screen.Console, cancellationToken).ConfigureAwait(false))
        {
            throw new AnswerException("Nothing was changed.");
        }
    }
}
