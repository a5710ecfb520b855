using System.CommandLine;
using Lti.Storage.Cli.Output;
using Lti.Storage.Cli.Parsing;
using Spectre.Console;

namespace Lti.Storage.Cli.Questions;

/// <summary>What stands between a command and what can't be undone.</summary>
/// <param name="screen">Where it is asked.</param>
/// <param name="isAnswered">Whether <see cref="Yes"/> was given.</param>
internal sealed class Question(Screen screen, bool isAnswered)
{
    /// <summary>The option that answers beforehand.</summary>
    public static Option<bool> Yes { get; } = Inputs.Flag("--yes", "Do it without asking. Needed where there is no terminal to ask on.");

    /// <summary>Returns where the answer is yes.</summary>
    /// <param name="describe">Tells what will happen, as a question; not called where the answer is known.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="RefusedException">There is nobody to ask.</exception>
    /// <exception cref="AnswerException">The answer is no.</exception>
    public async Task RequireYesAsync(Func<Task<string>> describe, CancellationToken cancellationToken)
    {
        if (isAnswered)
        {
            return;
        }

        if (!Terminal.CanAsk)
        {
            throw new RefusedException("This can't be undone, and there is no terminal to ask on: give --yes to do it. Nothing was changed.");
        }

        var what = await describe().ConfigureAwait(false);
        var prompt = new ConfirmationPrompt(Markup.Escape(Printable.Line(what))) { DefaultValue = false };
        if (!await prompt.ShowAsync(screen.Console, cancellationToken).ConfigureAwait(false))
        {
            throw new AnswerException("Nothing was changed.");
        }
    }
}
