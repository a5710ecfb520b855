using Microsoft.Extensions.Options;

namespace Lti.Storage.Internal.Options;

[OptionsValidator]
internal sealed partial class ToolKeyOptionsValidator : IValidateOptions<ToolKeyOptions>;
