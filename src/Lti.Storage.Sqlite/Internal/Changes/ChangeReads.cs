using Lti.Storage.Sqlite.Internal.Connections;

namespace Lti.Storage.Sqlite.Internal.Changes;

/// <summary>Reads the changes that the triggers wrote down.</summary>
internal static class ChangeReads
{
    private const int PageSize = 500;

    /// <summary>A number that changes with each commit of any other connection.</summary>
    public static long ReadDataVersion(PreparedConnection connection) => connection.ReadNumber("PRAGMA data_version") ?? 0;

    /// <summary>The number of the last change. 0 if there was none.</summary>
    public static long ReadLast(PreparedConnection connection) => connection.ReadNumber("SELECT max(number) FROM changes") ?? 0;

    /// <summary>Reports the changes after one. Returns the number of the last one that it reported.</summary>
    public static long Report(PreparedConnection connection, long after, IInvalidationListener listener)
    {
        const string Sql = "SELECT number, kind, id FROM changes WHERE number > $1 ORDER BY number LIMIT $2";
        int count;
        do
        {
            count = 0;
            using var rows = connection.Read(Sql, after, PageSize);
            while (rows.Read())
            {
                var number = rows.GetInt64(0);
                if (number != after + 1)
                {
                    // Changes were removed before this process read them.
                    listener.EverythingChanged();
                }

                Report(rows.GetString(1), rows.GetId(2), listener);
                after = number;
                count++;
            }
        }
        while (count == PageSize);

        var last = ReadLast(connection);
        if (last < after)
        {
            // The file was restored in place, or another program has emptied the table: the numbers have begun again.
            listener.EverythingChanged();
            return last;
        }

        return after;
    }

    private static void Report(string kind, Guid id, IInvalidationListener listener)
    {
        switch (kind)
        {
            case "session":
                listener.SessionDeleted(id);
                break;
            case "tool keys":
                listener.ToolKeysChanged();
                break;
            default:
                listener.ClientChanged(new ClientKey(id));
                break;
        }
    }
}
