using Spectre.Console;

namespace Lti.Storage.Cli.Output;

/// <summary>Creates the consoles of Spectre.</summary>
/// <remarks>By default, Spectre sends escape sequences into the logs of CI services.</remarks>
internal static class Consoles
{
    // In a file or a pipe no line is wrapped.
    private const int Unbroken = 20_000;

    /// <summary>Creates a console that writes to a terminal.</summary>
    public static IAnsiConsole OnTerminal(TextWriter writer, Terminal terminal) => Create(
        writer,
        Terminal.Width,
        terminal.IsDumb ? AnsiSupport.No : AnsiSupport.Yes,
        terminal.WantsColours ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
        InteractionSupport.Yes);

    /// <summary>Creates a console that writes plain text to a file or a pipe.</summary>
    public static IAnsiConsole Plain(TextWriter writer)
        => Create(writer, Unbroken, AnsiSupport.No, ColorSystemSupport.NoColors, InteractionSupport.No);

    private static IAnsiConsole Create(
        TextWriter writer, int width, AnsiSupport ansi, ColorSystemSupport colours, InteractionSupport interaction)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = ansi,
            ColorSystem = colours,
            Interactive = interaction,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = width;
        return console;
    }
}
