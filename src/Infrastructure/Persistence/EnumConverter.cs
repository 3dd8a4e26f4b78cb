using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Infrastructure.Persistence;

/// <summary>The one converter of all enum columns. What it cannot read cannot be stored either: see <see cref="EnumChecks"/>.</summary>
internal sealed class EnumConverter<TEnum>()
    : ValueConverter<TEnum, string>(member => EnumText<TEnum>.Of(member), word => EnumText<TEnum>.Parse(word)) where TEnum : struct, Enum;
