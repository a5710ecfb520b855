using System.Diagnostics;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Secrecy;

/// <summary>Keeps quoted values out of Npgsql's spans (contract rule E8).</summary>
/// <remarks>
/// Npgsql records the exception of a failed statement on its span, with the server's text. It has no setting for that, so a listener sets
/// the recorded text first. It changes only spans of the storage's own data sources and creates none.
/// </remarks>
internal static class SpanRedaction
{
    private const string Mark = "Lti.Storage.Redacts";

    // The field keeps the listener alive. A collected listener receives nothing.
    private static readonly ActivityListener _listener = Start();

    public static void Apply(NpgsqlDataSourceBuilder source)
    {
        GC.KeepAlive(_listener);
        source.ConfigureTracing(options => options
            .ConfigureCommandEnrichmentCallback(static (span, _) => span.SetCustomProperty(Mark, Mark))
            .ConfigureBatchEnrichmentCallback(static (span, _) => span.SetCustomProperty(Mark, Mark)));
    }

    private static ActivityListener Start()
    {
        var listener = new ActivityListener { ShouldListenTo = static source => source.Name == "Npgsql", ExceptionRecorder = Record };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private static void Record(Activity span, Exception exception, ref TagList tags)
    {
        if (span.GetCustomProperty(Mark) is null)
        {
            return;
        }

        var redacted = exception.Redacted();
        Set(ref tags, "exception.message", redacted.Message);
        Set(ref tags, "exception.stacktrace", redacted.ToString());
    }

    // Another listener may have set it already.
    private static void Set(ref TagList tags, string key, string value)
    {
        for (var i = 0; i < tags.Count; i++)
        {
            if (tags[i].Key == key)
            {
                tags[i] = new(key, value);
                return;
            }
        }

        tags.Add(key, value);
    }
}
