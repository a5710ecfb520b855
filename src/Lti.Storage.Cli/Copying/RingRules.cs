namespace Lti.Storage.Cli.Copying;

/// <summary>Decides whether the tool keys of a target can become the source's, so that exactly one key signs (rule T1).</summary>
internal static class RingRules
{
    private const int StartsAt = 3;
    private const int PublicKey = 4;
    private const int PrivateKey = 5;

    /// <summary>Requires that each key of the target is one of the source's, in its state of now or of an earlier copy.</summary>
    /// <exception cref="AnswerException">The target has a ring of its own, or has changed the source's.</exception>
    public static void RequireSame(CopiedTable table, IReadOnlyList<CopiedRow> source, IReadOnlyList<CopiedRow> target)
    {
        var byNumber = source.ToDictionary(static row => row.Key);
        foreach (var row in target)
        {
            if (!byNumber.TryGetValue(row.Key, out var original)
                || (!RowDigest.IsSame(row, original, table) && !IsEarlier(table, row, original)))
            {
                throw CopyMessages.OtherRing();
            }
        }
    }

    /// <summary>Returns whether only the source has changed the key: it was revoked or deleted, or it started before its time.</summary>
    private static bool IsEarlier(CopiedTable table, CopiedRow row, CopiedRow original)
    {
        var isErased = original.Values[PublicKey] is null;
        if (row.Values[PublicKey] is null || (!isErased && !StartedEarlier(original, row)))
        {
            return false;
        }

        object?[] changed = [.. row.Values];
        int[] columns = isErased ? [StartsAt, PublicKey, PrivateKey] : [StartsAt];
        foreach (var column in columns)
        {
            changed[column] = original.Values[column];
        }

        return RowDigest.IsSame(new CopiedRow(changed), original, table);
    }

    private static bool StartedEarlier(CopiedRow row, CopiedRow other)
        => (DateTimeOffset?)row.Values[StartsAt] < (DateTimeOffset?)other.Values[StartsAt];
}
