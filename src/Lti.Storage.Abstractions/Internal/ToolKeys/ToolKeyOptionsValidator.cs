using Microsoft.Extensions.Options;

namespace Lti.Storage.Internal.ToolKeys;

[OptionsValidator]
internal sealed partial class ToolKeyOptionsValidator : IValidateOptions<ToolKeyOptions>;
