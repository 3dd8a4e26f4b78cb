namespace SaaSOdoo.Planted.Plans;

/// <summary>Written in the room of plans.</summary>
internal static class PlantedEndpoints
{
    public static int List() => 1;
}
