using System.Collections.Concurrent;
using Lti.Storage.Conformance;
using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Sqlite.Tests.Faults;

/// <summary>Cuts the power under load: writes after the last sync of a file are dropped.</summary>
public sealed class PowerCutTests
{
    private const int Callers = 16;
    private const int LaunchesBetweenCuts = 150;
    private const int Cuts = 6;

    private static readonly Func<string, bool> _dropsAll = static _ => false;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Unsynced writes may survive in one file and be lost in another one.</summary>
    public static TheoryData<string> Survivors => ["none", "-wal", ".db"];

    [Theory, Rule("F1", "L5", "N3")]
    [MemberData(nameof(Survivors))]
    public async Task Acknowledged_launch_survives_a_power_cut_with_full_synchronous(string survivor)
    {
        var lost = await CutUnderLoadAsync(SqliteSynchronous.Full, name => name.EndsWith(survivor, StringComparison.Ordinal));

        Assert.Equal(0, lost);
    }

    [Fact, Rule("L5")]
    public async Task Power_cut_with_normal_synchronous_loses_whole_launches_and_leaves_the_file_consistent()
    {
        var lost = await CutUnderLoadAsync(SqliteSynchronous.Normal, _dropsAll);

        // It shows that the power cut of these tests does drop writes.
        Assert.InRange(lost, 1, int.MaxValue);
    }

    [Fact, Rule("L5", "N3")]
    public async Task Acknowledged_launch_survives_a_crash_of_the_process_with_normal_synchronous()
        => Assert.Equal(0, await CutUnderLoadAsync(SqliteSynchronous.Normal, static _ => true));

    /// <summary>Returns how many acknowledged launches the cuts lost.</summary>
    /// <remarks>Each cut must leave a consistent file of whole launches.</remarks>
    private static async Task<int> CutUnderLoadAsync(SqliteSynchronous synchronous, Func<string, bool> survives)
    {
        using var folder = new TemporaryFolder();
        await folder.CreateFileAsync();
        using var disk = new ShimmedDisk(folder.Path);
        await using var storage = new SqliteLtiStorage(new SqliteStorageOptions
        {
            ConnectionString = folder.ConnectionString,
            Synchronous = synchronous,

            // A short log, so that cuts meet checkpoints too.
            LongestLog = 512 * 1024,
        });
        ConcurrentQueue<(string Nonce, LtiSession Session)> acknowledged = new();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var callers = Enumerable.Range(0, Callers).Select(_ => Task.Run(() => LaunchAsync(storage, acknowledged, stop.Token), Token)).ToList();
        var lost = 0;
        for (var cut = 1; cut <= Cuts; cut++)
        {
            await Eventually.TrueAsync(() => Task.FromResult(acknowledged.Count >= cut * LaunchesBetweenCuts), Token);
            using var after = new TemporaryFolder();
            var known = acknowledged.ToArray();
            disk.Crash(after.Path, survives);
            lost += await CountLostAsync(after, known);
        }

        await stop.CancelAsync();
        await Task.WhenAll(callers);
        return lost;
    }

    private static async Task LaunchAsync(
        SqliteLtiStorage storage, ConcurrentQueue<(string Nonce, LtiSession Session)> acknowledged, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var (nonce, session) = (Any.Nonce(), Any.Session());
            await storage.StoreNonceAsync(nonce, null, Token);
            Assert.Equal(NonceOutcome.Consumed, await storage.CompleteLaunchAsync(nonce, session, null, Token));
            acknowledged.Enqueue((nonce, session));
        }
    }

    private static async Task<int> CountLostAsync(TemporaryFolder after, (string Nonce, LtiSession Session)[] acknowledged)
    {
        await using var storage = new SqliteLtiStorage(after.ConnectionString);
        using var other = new OtherProgram(after.File);
        Assert.Equal("ok", other.Read("PRAGMA integrity_check"));
        Assert.Equal(other.Read("SELECT count(*) FROM sessions"), other.Read("SELECT count(*) FROM nonces WHERE is_used"));
        var lost = 0;
        foreach (var (nonce, session) in acknowledged)
        {
            var isThere = await storage.FindSessionAsync(session.Id, Token) is not null;
            Assert.Equal(isThere, await storage.ConsumeNonceAsync(nonce, Token) == NonceOutcome.AlreadyUsed);
            lost += isThere ? 0 : 1;
        }

        return lost;
    }
}
