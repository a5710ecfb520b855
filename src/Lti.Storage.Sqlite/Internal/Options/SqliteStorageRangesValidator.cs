using Microsoft.Extensions.Options;

namespace Lti.Storage.Sqlite.Internal.Options;

[OptionsValidator]
internal sealed partial class SqliteStorageRangesValidator : IValidateOptions<SqliteStorageOptions>;
