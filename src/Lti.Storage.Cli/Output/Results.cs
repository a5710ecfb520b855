using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Lti.Storage.Cli.Output;

/// <summary>What a command answers, on standard output: text for people, or one JSON object a line.</summary>
internal sealed class Results(TextWriter output, bool isJson)
{
    // A table needs its rows at once to be aligned, and a listing may be longer than memory.
    private const int RowsAtOnce = 1000;

    public bool IsJson => isJson;

    /// <summary>For what is text for people only.</summary>
    public TextResults Text { get; } = new(output);

    /// <summary>One answer, in the form that was asked for.</summary>
    public void Write<T>(T shape, JsonTypeInfo<T> json, Action<TextResults> text)
    {
        if (isJson)
        {
            WriteJson(shape, json);
        }
        else
        {
            text(Text);
        }
    }

    /// <summary>A listing, written as it is read.</summary>
    public async Task WriteAsync<T>(IAsyncEnumerable<T> items, Listing<T> listing, CancellationToken cancellationToken)
    {
        var table = isJson ? null : new ListingTable<T>(Text, listing, RowsAtOnce);
        await foreach (var item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (table is null)
            {
                WriteJson(item, listing.Json);
            }
            else
            {
                table.Add(item);
            }
        }

        table?.End();
    }

    private void WriteJson<T>(T shape, JsonTypeInfo<T> json)
        => output.WriteLine(JsonText.Of(writer => JsonSerializer.Serialize(writer, shape, json), isIndented: false));
}
