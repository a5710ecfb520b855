using Spectre.Console;

namespace Lti.Storage.Cli.Output;

/// <summary>Writes to standard error: warnings, progress and questions.</summary>
internal sealed class Screen(TextWriter errors)
{
    private IAnsiConsole? _console;

    /// <summary>The console for progress bars and questions.</summary>
    public IAnsiConsole Console => _console ??= Consoles.Create(errors, Terminal.IsErrors);

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
