using Microsoft.Extensions.Configuration;

namespace Lti.Storage.Cli.Output;

/// <summary>Tells which standard streams are terminals and what the terminal can show.</summary>
internal sealed class Terminal
{
    private const int Narrowest = 40;
    private const int Usual = 80;

    public bool IsInput { get; init; }

    public bool IsOutput { get; init; }

    public bool IsErrors { get; init; }

    /// <summary>Whether the terminal understands no escape sequences.</summary>
    public bool IsDumb { get; init; }

    /// <summary>Whether the terminal can show colours, and the user wants them (https://no-color.org).</summary>
    public bool WantsColours { get; init; }

    /// <summary>Whether the tool can ask a question.</summary>
    public bool CanAsk => IsErrors && IsInput;

    /// <summary>Whether the tool can show a progress bar.</summary>
    public bool CanShowProgress => IsErrors && !IsDumb;

    /// <summary>The number of columns. It is read late because to read it sends escape sequences to the terminal.</summary>
    public static int Width => Console.WindowWidth is >= Narrowest and var width ? width : Usual;

    /// <summary>Describes the terminal of this process.</summary>
    public static Terminal OfProcess(IConfiguration variables)
    {
        var isDumb = variables["TERM"] is null or "" or "dumb" && !OperatingSystem.IsWindows();
        return new Terminal
        {
            IsInput = !Console.IsInputRedirected,
            IsOutput = !Console.IsOutputRedirected,
            IsErrors = !Console.IsErrorRedirected,
            IsDumb = isDumb,
            WantsColours = string.IsNullOrEmpty(variables["NO_COLOR"]) && !isDumb,
        };
    }
}
