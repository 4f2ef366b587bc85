using Microsoft.EntityFrameworkCore;

namespace Portal.Compliance.Data;

/// <summary>What holds for every column of every context.</summary>
internal static class ModelConventions
{
    /// <summary>Long enough for ids, names and codes; anything longer is declared unbounded where it is mapped.</summary>
    public const int DefaultLength = 200;

    public static void Apply(ModelConfigurationBuilder conventions)
    {
        conventions.Properties<DateTimeOffset>().HaveConversion<UtcTicksConverter>();
        conventions.Properties<TimeSpan>().HaveConversion<long>();
        conventions.Properties<Enum>().HaveConversion<string>().HaveMaxLength(40);
        conventions.Properties<string>().HaveMaxLength(DefaultLength);
    }
}
