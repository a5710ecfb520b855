using Spectre.Console;

namespace Lti.Storage.Cli.Output;

/// <summary>Creates the consoles of Spectre.</summary>
/// <remarks>By default, Spectre sends escape sequences into the logs of CI services.</remarks>
internal static class Consoles
{
    private const int NarrowestTerminal = 40;
    private const int UsualTerminal = 80;

    // In a file or a pipe no line is wrapped.
    private const int Unbroken = 20_000;

    public static IAnsiConsole Create(TextWriter writer, bool isTerminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal && !Terminal.IsDumb ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = isTerminal && Terminal.WantsColours ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Yes : InteractionSupport.No,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = isTerminal ? Width() : Unbroken;
        return console;
    }

    private static int Width()
    {
        var width = Console.WindowWidth;
        return width < NarrowestTerminal ? UsualTerminal : width;
    }
}
