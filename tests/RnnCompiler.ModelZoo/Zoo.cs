namespace RnnCompiler.ModelZoo;

/// <summary>All declared models that one suite runs on every engine.</summary>
public static class Zoo
{
    /// <summary>The models of the golden vectors of cells, named as their files.</summary>
    public static IReadOnlyList<ZooModel> GoldenCells { get; } =
    [
        Of<GoldenPeepholeLstm, float, float>("peephole_lstm", static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<GoldenCoupledGateLstm, float, float>("coupled_gate_lstm", static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<GoldenProjectedLstm, float, float>("projected_lstm", static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<GoldenProjectedLstmBi, float, float>("projected_lstm_l2_bi", static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<GoldenLayerNormLstm, float, float>("layer_norm_lstm", static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<GoldenLayerNormGru, float, float>("layer_norm_gru", static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
    ];

    /// <summary>The models.</summary>
    public static IReadOnlyList<ZooModel> All { get; } =
    [
        Of<BothEndsGru, float, float>(nameof(BothEndsGru), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<BothEndsStack, float, int>(nameof(BothEndsStack), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<BothEndsOfOutputs, float, float>(nameof(BothEndsOfOutputs), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<LearnedStates, float, float>(nameof(LearnedStates), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<LearnedBoth, float, float>(nameof(LearnedBoth), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<TanhLast, float, float>(nameof(TanhLast), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<ReluEachStep, float, float>(nameof(ReluEachStep), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<LstmLast, float, float>(nameof(LstmLast), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<LstmEachStep, float, float>(nameof(LstmEachStep), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<GruLast, float, float>(nameof(GruLast), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<GruEachStep, float, float>(nameof(GruEachStep), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<GruBeforeLast, float, float>(nameof(GruBeforeLast), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<GruBeforeEachStep, float, float>(nameof(GruBeforeEachStep), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<LstmAlone, float, float>(nameof(LstmAlone), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<GruAloneLast, float, float>(nameof(GruAloneLast), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<One, float, float>(nameof(One), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<OneStep, float, float>(nameof(OneStep), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<LongLstm, float, float>(nameof(LongLstm), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<LongGru, float, float>(nameof(LongGru), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<Wide, float, float>(nameof(Wide), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<WideGru, float, float>(nameof(WideGru), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<OddRnn, float, float>(nameof(OddRnn), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<Narrow, float, float>(nameof(Narrow), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<Square, float, float>(nameof(Square), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<WideInput, float, float>(nameof(WideInput), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<BiLstmConcat, float, float>(nameof(BiLstmConcat), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<BiGruSum, float, float>(nameof(BiGruSum), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<BiRnnMultiply, float, float>(nameof(BiRnnMultiply), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<BiGruBeforeAverage, float, float>(nameof(BiGruBeforeAverage), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<BiLstmLast, float, float>(nameof(BiLstmLast), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<BiStack, float, int>(nameof(BiStack), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<BiDeep, float, float>(nameof(BiDeep), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<BiAlone, float, float>(nameof(BiAlone), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<BiReluSum, float, float>(nameof(BiReluSum), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<TwoLstm, float, int>(nameof(TwoLstm), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<ThreeGru, float, float>(nameof(ThreeGru), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<Mixed, float, float>(nameof(Mixed), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<DenseBetween, float, float>(nameof(DenseBetween), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<DroppedOut, float, float>(nameof(DroppedOut), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<DroppedEachStep, float, float>(nameof(DroppedEachStep), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<WithoutBiases, float, float>(nameof(WithoutBiases), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<BiGruWithoutBiases, float, float>(nameof(BiGruWithoutBiases), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<MeanLstm, float, float>(nameof(MeanLstm), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<MaxGru, float, float>(nameof(MaxGru), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<MaxRelu, float, float>(nameof(MaxRelu), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<MeanDense, float, float>(nameof(MeanDense), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<AbsoluteError, float, float>(nameof(AbsoluteError), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<HuberError, float, float>(nameof(HuberError), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<SigmoidHead, float, float>(nameof(SigmoidHead), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<ErrorToSignal, float, float>(nameof(ErrorToSignal), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<PenalisedClasses, float, int>(nameof(PenalisedClasses), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<SeveralLosses, float, float>(nameof(SeveralLosses), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<SigmoidLogits, float, float>(nameof(SigmoidLogits), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<SoftmaxHead, float, int>(nameof(SoftmaxHead), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<SoftmaxLogits, float, int>(nameof(SoftmaxLogits), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<TokensLast, int, int>(nameof(TokensLast), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<TokensEachStep, int, int>(nameof(TokensEachStep), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<TokensBoth, int, float>(nameof(TokensBoth), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<WideGruInBFloat16, float, float>(nameof(WideGruInBFloat16), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<BiStackInBFloat16, float, int>(nameof(BiStackInBFloat16), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<MixedInInt8, float, float>(nameof(MixedInInt8), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<MixedInIntegers, float, float>(nameof(MixedInIntegers), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<UnrolledFully, float, float>(nameof(UnrolledFully), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<UnrolledByThree, float, float>(nameof(UnrolledByThree), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<IndRnnEachStep, float, float>(nameof(IndRnnEachStep), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<IndRnnReluLast, float, float>(nameof(IndRnnReluLast), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<MinimalGatedUnitTokens, int, int>(nameof(MinimalGatedUnitTokens), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<MinGruInBFloat16, float, float>(nameof(MinGruInBFloat16), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<FastGrnnZoneout, float, float>(nameof(FastGrnnZoneout), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<LowRankFastGrnnStack, float, float>(nameof(LowRankFastGrnnStack), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<SruLast, float, float>(nameof(SruLast), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<SruStack, float, float>(nameof(SruStack), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<SruBoth, float, float>(nameof(SruBoth), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<ReadoutEachStep, float, float>(nameof(ReadoutEachStep), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        .. GoldenCells,
        Of<Names.First.Twin, float, float>("First.Twin", static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<Names.Second.Twin, float, float>("Second.Twin", static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<Names.Outer.Inner, float, float>("Outer.Inner", static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<Names.@class, float, float>("class", static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<GlobalModel, float, float>(nameof(GlobalModel), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
    ];

    /// <summary>Models as large as the JIT compiler is promised to optimise.</summary>
    public static IReadOnlyList<ZooModel> Large { get; } =
    [
        Of<LargeLstm, float, float>(nameof(LargeLstm), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<LargeGru, float, int>(nameof(LargeGru), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<LargeBidirectional, float, float>(nameof(LargeBidirectional), static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
    ];

    /// <summary>The models of the golden vectors, named as their files.</summary>
    public static IReadOnlyList<ZooModel> Goldens { get; } =
    [
        Of<GoldenRnnTanhInit, float, float>("rnn_tanh_i3_h8_l2_t6_b2_o1_mse_last_init", static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<GoldenRnnReluInit, float, float>("rnn_relu_i3_h8_l2_t6_b2_o1_mse_last_init", static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<GoldenLstmInit, float, float>("lstm_i3_h8_l2_t6_b2_o1_mse_last_init", static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<GoldenGruInit, float, float>("gru_i3_h8_l2_t6_b2_o1_mse_last_init", static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<GoldenRnnTanhLast, float, int>("rnn_tanh_i2_h16_l1_t12_b4_o4_ce_last", static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<GoldenRnnTanhAll, float, float>("rnn_tanh_i3_h5_l1_t7_b2_o2_mse_all", static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<GoldenRnnTanhBi, float, float>("rnn_tanh_i4_h6_l2_bi_t5_b3_o3_mse_all", static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<GoldenRnnReluLast, float, int>("rnn_relu_i2_h16_l1_t12_b4_o4_ce_last", static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<GoldenRnnReluAll, float, float>("rnn_relu_i3_h5_l1_t7_b2_o2_mse_all", static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<GoldenRnnReluBi, float, float>("rnn_relu_i4_h6_l2_bi_t5_b3_o3_mse_all", static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<GoldenLstmLast, float, int>("lstm_i2_h16_l1_t12_b4_o4_ce_last", static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<GoldenLstmAll, float, float>("lstm_i3_h5_l1_t7_b2_o2_mse_all", static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<GoldenLstmBi, float, float>("lstm_i4_h6_l2_bi_t5_b3_o3_mse_all", static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<GoldenGruLast, float, int>("gru_i2_h16_l1_t12_b4_o4_ce_last", static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<GoldenGruAll, float, float>("gru_i3_h5_l1_t7_b2_o2_mse_all", static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
        Of<GoldenGruBi, float, float>("gru_i4_h6_l2_bi_t5_b3_o3_mse_all", static (m, optimizer, rows, options) => m.CreateTrainer(optimizer, rows, options)),
    ];

    /// <summary>The model of a name.</summary>
    public static ZooModel Find(string name) => All.First(m => m.Name == name);

    private static ZooModel<TModel, TInput, TTarget> Of<TModel, TInput, TTarget>(
        string name,
        Func<TModel, Optimizer, int, TrainerOptions?, Trainer<TInput, TTarget>> createTrainer)
        where TModel : class, IRecurrentModel<TModel>, ISequenceModel<TInput>
        where TInput : unmanaged
        where TTarget : unmanaged =>
        new(createTrainer) { Name = name };
}
