namespace Lti.Storage.Cli.Output;

/// <summary>Writes a table in blocks of rows with one head.</summary>
internal sealed class ListingTable<T>(TextResults text, Listing<T> listing, int rowsInBlock)
{
    // Every cell of a column is padded to the longest one so that one long value makes all lines long.
    private const int WidestCell = 80;

    private readonly List<IReadOnlyList<string?>> _rows = [];
    private bool _hasBegun;

    public void Add(T item)
    {
        _rows.Add([.. listing.Cells(item).Select(cell => Printable.Cut(cell, WidestCell))]);
        if (_rows.Count == rowsInBlock)
        {
            Write();
        }
    }

    /// <summary>Writes the last block, or the sentence for an empty listing.</summary>
    public void End()
    {
        if (_rows.Count > 0)
        {
            Write();
        }
        else if (!_hasBegun)
        {
            text.Line(listing.Nothing);
        }
    }

    private void Write()
    {
        text.Table(_hasBegun ? null : listing.Columns, _rows);
        _hasBegun = true;
        _rows.Clear();
    }
}
