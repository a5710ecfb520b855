using Lti.Storage.Cli.Doctor.Checks;

namespace Lti.Storage.Cli.Doctor;

internal sealed record FindingShape(string Check, FindingStatus Status, string Message, string? Advice);
