namespace Lti.Storage.Cli.Output;

/// <summary>A table that is written block by block; its head once.</summary>
internal sealed class ListingTable<T>(TextResults text, Listing<T> listing, int rowsAtOnce)
{
    private readonly List<IReadOnlyList<string?>> _rows = [];
    private bool _hasBegun;

    public void Add(T item)
    {
        _rows.Add(listing.Cells(item));
        if (_rows.Count == rowsAtOnce)
        {
            Write();
        }
    }

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
