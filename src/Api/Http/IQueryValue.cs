namespace SaaSOdoo.Api.Http;

/// <summary>A type of a query or route parameter that can say what it takes.</summary>
internal interface IQueryValue
{
    /// <summary>Goes on after the parameter's name: <c>must be one of: start, stop</c>.</summary>
    static abstract string Expected { get; }
}
