using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Portal.Compliance.Data;

/// <summary>Instants as UTC ticks: they sort the same on every engine, and no engine's date type rounds them.</summary>
internal sealed class UtcTicksConverter()
    : ValueConverter<DateTimeOffset, long>(value => value.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
