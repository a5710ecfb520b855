using System.Globalization;
using Lti.Storage.Sqlite.Internal.Writing;

namespace Lti.Storage.Sqlite.Internal.Cleanup;

/// <summary>Gives free pages back to the disk. Some stay, since the next launches need them.</summary>
internal static class FreePages
{
    private const int StepInPages = 256;
    private const int KeptPages = 1024;

    /// <summary>Gives one step of free pages back. False if few enough are left.</summary>
    public static bool Release(WriteTransaction transaction)
    {
        var free = transaction.Connection.ReadNumber("SELECT freelist_count FROM pragma_freelist_count") ?? 0;
        var step = Math.Min(StepInPages, free - KeptPages);
        if (step <= 0)
        {
            return false;
        }

        transaction.Connection.Run(string.Create(CultureInfo.InvariantCulture, $"PRAGMA incremental_vacuum({step})"));
        return true;
    }
}
