using Microsoft.Extensions.Options;

namespace Lti.Storage.Telemetry.Internal.Options;

[OptionsValidator]
internal sealed partial class TelemetryOptionsValidator : IValidateOptions<TelemetryOptions>;
