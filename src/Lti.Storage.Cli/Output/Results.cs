using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Lti.Storage.Cli.Output;

/// <summary>Writes the answer of a command to standard output: text, or one JSON object a line.</summary>
internal sealed class Results(TextWriter output, Terminal terminal, bool isJson)
{
    // A block of rows is aligned together. A whole listing may not fit into memory.
    private const int RowsInBlock = 1000;

    public bool IsJson => isJson;

    /// <summary>For answers that are text only.</summary>
    public TextResults Text { get; } = new(output, terminal);

    /// <summary>Writes one answer in the chosen form.</summary>
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

    /// <summary>Writes a listing while it is read and stops early if the reader of the output has gone.</summary>
    public async Task WriteAsync<T>(IAsyncEnumerable<T> items, Listing<T> listing, CancellationToken cancellationToken)
    {
        var table = isJson ? null : new ListingTable<T>(Text, listing, RowsInBlock);
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

            if (StandardStreams.IsClosed(output))
            {
                return;
            }
        }

        table?.End();
    }

    private void WriteJson<T>(T shape, JsonTypeInfo<T> json)
        => output.WriteLine(JsonText.Of(writer => JsonSerializer.Serialize(writer, shape, json), isIndented: false));
}
