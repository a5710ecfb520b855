using Lti.Storage.Cli.Doctor.Checks;

namespace Lti.Storage.Cli.Doctor.FileChecks;

/// <summary>Checks that a commit of a connection like the tool's waits for the disk.</summary>
internal sealed class SynchronousCheck : ICheck<ExaminedFile>
{
    private const long Full = 2;

    public string Name => "synchronous";

    public bool NeedsTables => true;

    public Task<IReadOnlyList<Finding>> FindAsync(ExaminedFile database, CancellationToken cancellationToken)
    {
        using var connection = database.File.OpenCheckpointer();
        return Task.FromResult<IReadOnlyList<Finding>>(
        [
            connection.ReadNumber("PRAGMA synchronous") >= Full
                ? Finding.Ok(
                    "A commit waits for the disk (FULL), unless a program sets the option Synchronous to Normal. "
                        + "The file does not record it.")
                : Finding.Problem("A commit does not wait for the disk. A power cut may lose used nonces.", "Set Synchronous to Full."),
        ]);
    }
}
