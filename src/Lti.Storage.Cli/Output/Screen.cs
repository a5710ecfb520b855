using Spectre.Console;

namespace Lti.Storage.Cli.Output;

/// <summary>Writes to standard error: warnings, progress and questions.</summary>
internal sealed class Screen(TextWriter errors, Terminal terminal)
{
    private IAnsiConsole? _console;

    /// <summary>The terminal of the tool.</summary>
    public Terminal Terminal => terminal;

    /// <summary>The console for progress bars and questions.</summary>
    public IAnsiConsole Console => _console ??= terminal.IsErrors ? Consoles.OnTerminal(errors, terminal) : Consoles.Plain(errors);

    /// <summary>Writes several lines.</summary>
    public void Lines(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            Line(line);
        }
    }

    /// <summary>Writes one line, above a progress bar if there is one.</summary>
    public void Line(string text)
    {
        if (_console is null)
        {
            errors.WriteLine(Printable.Line(text));
        }
        else
        {
            _console.WriteLine(Printable.Line(text));
        }
    }
}
