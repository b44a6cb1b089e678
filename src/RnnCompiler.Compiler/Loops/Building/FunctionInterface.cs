using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.Compiler.Packing;

namespace RnnCompiler.Compiler.Loops.Building;

/// <summary>What decides where the parameters and results of a function are in memory.</summary>
/// <param name="Module">The model.</param>
/// <param name="Function">The function, as it is in the model.</param>
/// <param name="Packing">The layout of the weights.</param>
/// <param name="States">The placement of the states.</param>
internal sealed record FunctionInterface(Module Module, Function Function, WeightPacking Packing, IReadOnlyList<StatePlacement> States);
