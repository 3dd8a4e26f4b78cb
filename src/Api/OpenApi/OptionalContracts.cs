using SaaSOdoo.Application.Common;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace SaaSOdoo.Api.OpenApi;

/// <summary>A field that may be left out of a change has the schema of its value.</summary>
internal sealed class OptionalContracts(ISerializerDataContractResolver inner) : ISerializerDataContractResolver
{
    public DataContract GetDataContractForType(Type type) => inner.GetDataContractForType(
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Optional<>) ? type.GetGenericArguments()[0] : type);
}
