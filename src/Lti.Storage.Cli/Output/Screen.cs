using Spectre.Console;

namespace Lti.Storage.Cli.Output;

/// <summary>Standard error, where the tool speaks with whoever started it.</summary>
internal sealed class Screen(TextWriter errors)
{
    private IAnsiConsole? _console;

    /// <summary>For what moves, and for questions.</summary>
    public IAnsiConsole Console => _console ??= Consoles.Create(errors, Terminal.IsErrors);

    /// <summary>A remark on a line of its own, above what moves.</summary>
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
