using System.Runtime.CompilerServices;
using Lti.Storage.Cli.Output;

namespace Lti.Storage.Cli.Copying;

/// <summary>Copies all unexpired rows and the ring of keys from a source to a target, and compares them afterwards.</summary>
/// <remarks>
/// Each batch is a transaction of the target. A run after an interruption writes only rows that are missing or that the source has used or
/// extended since.
/// </remarks>
internal sealed class DataCopy(ICopyEnd source, ICopyEnd target, bool isMerge, Screen screen)
{
    /// <summary>Whether a batch was written.</summary>
    public bool HasWritten { get; private set; }

    /// <exception cref="AnswerException">The target holds other data, or the copy differs from the source.</exception>
    public async Task<IReadOnlyList<CopiedTableShape>> RunAsync(CancellationToken cancellationToken)
    {
        await source.BeginSnapshotAsync(cancellationToken).ConfigureAwait(false);
        foreach (var table in CopiedTable.All)
        {
            await RequireOwnRowsAsync(table, cancellationToken).ConfigureAwait(false);
        }

        List<CopiedTableShape> tables = [];
        foreach (var table in CopiedTable.All)
        {
            var written = await CopyAsync(table, cancellationToken).ConfigureAwait(false);
            tables.Add(await CompareAsync(table, written, cancellationToken).ConfigureAwait(false));
            screen.Line($"Copied {table.Name}: {tables[^1].Rows}.");
        }

        return tables;
    }

    /// <summary>Requires that each row of the target comes from the source, as after an interrupted copy.</summary>
    private async Task RequireOwnRowsAsync(CopiedTable table, CancellationToken cancellationToken)
    {
        var ring = table.IsRing ? await source.ReadPageAsync(table, after: null, cancellationToken).ConfigureAwait(false) : [];
        if (ring.Count > 0)
        {
            RingRules.RequireSame(table, ring, await target.ReadPageAsync(table, after: null, cancellationToken).ConfigureAwait(false));
            return;
        }

        if (isMerge)
        {
            return;
        }

        await foreach (var page in PagesAsync(target, table, cancellationToken).ConfigureAwait(false))
        {
            var found = await source.FindAsync(table, page, cancellationToken).ConfigureAwait(false);
            var byKey = found.ToDictionary(static row => row.Key);
            if (page.Any(row => !byKey.ContainsKey(row.Key)))
            {
                throw CopyMessages.OtherRows(table);
            }

            // An expiring row may have changed in the source since. The copy brings it up to date.
            if (table.Expiry is null && page.Any(row => !RowDigest.IsSame(row, byKey[row.Key], table)))
            {
                throw CopyMessages.OtherValues(table);
            }
        }
    }

    private async Task<long> CopyAsync(CopiedTable table, CancellationToken cancellationToken)
    {
        var written = 0L;
        await foreach (var page in PagesAsync(source, table, cancellationToken).ConfigureAwait(false))
        {
            var count = await target.WriteAsync(table, page, cancellationToken).ConfigureAwait(false);
            written += count;
            HasWritten |= count > 0;
        }

        return written;
    }

    /// <summary>Reads the rows of the source back from the target.</summary>
    private async Task<CopiedTableShape> CompareAsync(CopiedTable table, long written, CancellationToken cancellationToken)
    {
        var (rows, kept) = (0L, 0L);
        var (expected, found) = (new RowDigest(), new RowDigest());
        await foreach (var page in PagesAsync(source, table, cancellationToken).ConfigureAwait(false))
        {
            var there = await target.FindAsync(table, page, cancellationToken).ConfigureAwait(false);
            var byKey = there.ToDictionary(static row => row.Key);
            foreach (var row in page)
            {
                var copy = byKey.GetValueOrDefault(row.Key);
                if (copy is null && table.HasExpired(row, TimeProvider.System.GetUtcNow()))
                {
                    // It has expired since, and a program has cleaned up.
                    continue;
                }

                rows++;
                if (copy is not null && isMerge && !table.IsRing && !RowDigest.IsSame(row, copy, table))
                {
                    kept++;
                    continue;
                }

                expected.Add(RowDigest.Hash(row, table));
                found.Add(copy is null ? new byte[RowDigest.HashLength] : RowDigest.Hash(copy, table));
            }
        }

        return expected.Text == found.Text
            ? new CopiedTableShape(table.Name, rows, written, kept, expected.Text)
            : throw CopyMessages.Unequal(table);
    }

    private static async IAsyncEnumerable<IReadOnlyList<CopiedRow>> PagesAsync(
        ICopyEnd end, CopiedTable table, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IReadOnlyList<CopiedRow> page = [];
        do
        {
            page = await end.ReadPageAsync(table, page is [.., var last] ? last : null, cancellationToken).ConfigureAwait(false);
            if (page.Count > 0)
            {
                yield return page;
            }
        }
        while (page.Count == table.PageSize);
    }
}
