using System.CommandLine;

namespace Lti.Storage.Cli.Deployments;

/// <summary>The option <c>--status</c> and the names of its values, which are also in the JSON.</summary>
internal static class StatusOption
{
    private const string Name = "--status";
    private const string Names = "active, pending or disabled";

    /// <summary>Makes the option. Its description lists the values.</summary>
    public static Option<DeploymentStatus?> Create(string description) => new(Name)
    {
        Description = $"{description}: {Names}.",
        HelpName = "status",
        CustomParser = result =>
        {
            var given = result.Tokens[0].Value;
            foreach (var status in Enum.GetValues<DeploymentStatus>())
            {
                if (NameOf(status) == given)
                {
                    return status;
                }
            }

            result.AddError($"{Name} must be {Names}.");
            return null;
        },
    };

    public static string NameOf(DeploymentStatus status) => status switch
    {
        DeploymentStatus.Active => "active",
        DeploymentStatus.Pending => "pending",
        _ => "disabled",
    };
}
