using RnnCompiler.Compiler.Building;
using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Tests.Building;

public class ModuleShapeTests
{
    public static TheoryData<string> Names => BuildingZoo.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Modules_are_well_formed(string name) => ModuleVerifier.Verify(ModuleBuilder.Build(BuildingZoo.Models[name]));
}
