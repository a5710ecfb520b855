namespace Lti.Storage.Cli.Doctor;

/// <summary>One thing that the doctor looks at. It changes nothing.</summary>
internal interface ICheck
{
    /// <summary>Its name, which scripts may rely on.</summary>
    string Name { get; }

    /// <summary>Whether it looks at tables, which are there only when all migrations are.</summary>
    bool NeedsTables { get; }

    /// <summary>Returns the findings; none if the check has nothing to report.</summary>
    Task<IReadOnlyList<Finding>> FindAsync(ExaminedDatabase database, CancellationToken cancellationToken);
}
