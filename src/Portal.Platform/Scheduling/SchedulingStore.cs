using System.Data.Common;

namespace Portal.Platform.Scheduling;

/// <summary>Where triggers live. They can always be made anew from the connections' rows, so losing them loses no truth.</summary>
/// <param name="Factory">ADO.NET provider of the engine.</param>
public sealed record SchedulingStore(SchedulingEngine Engine, DbProviderFactory Factory, string ConnectionString);

/// <summary>SQLite holds one process and is never clustered; servers are.</summary>
public enum SchedulingEngine { Sqlite, SqlServer, PostgreSql }
