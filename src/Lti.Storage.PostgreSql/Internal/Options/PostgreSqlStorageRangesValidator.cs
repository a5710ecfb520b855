using Microsoft.Extensions.Options;

namespace Lti.Storage.PostgreSql.Internal.Options;

[OptionsValidator]
internal sealed partial class PostgreSqlStorageRangesValidator : IValidateOptions<PostgreSqlStorageOptions>;
