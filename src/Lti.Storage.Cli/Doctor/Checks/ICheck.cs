namespace Lti.Storage.Cli.Doctor.Checks;

/// <summary>One check of the doctor. It changes nothing.</summary>
/// <typeparam name="TExamined">The kind of database that it checks.</typeparam>
internal interface ICheck<in TExamined>
{
    /// <summary>The name, which does not change between versions.</summary>
    string Name { get; }

    /// <summary>Whether the check reads tables. Then it runs only if all migrations are applied.</summary>
    bool NeedsTables { get; }

    /// <summary>Runs the check.</summary>
    /// <returns>The findings; none if the check has nothing to report.</returns>
    Task<IReadOnlyList<Finding>> FindAsync(TExamined database, CancellationToken cancellationToken);
}
