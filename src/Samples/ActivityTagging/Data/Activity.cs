namespace ActivityTagging.Data;

/// <summary>Activities, in the order of their class ids.</summary>
internal enum Activity
{
    /// <summary>Standing or sitting.</summary>
    Still,

    /// <summary>Walking on level ground.</summary>
    Walking,

    /// <summary>Running.</summary>
    Running,

    /// <summary>Climbing stairs.</summary>
    Upstairs,

    /// <summary>Descending stairs.</summary>
    Downstairs,

    /// <summary>Riding a bicycle.</summary>
    Cycling,
}

/// <summary>Constants of the activities.</summary>
internal static class Activities
{
    /// <summary>Number of activities.</summary>
    public const int Count = 6;

    /// <summary>The class id of a step that does not count, such as one in a transition.</summary>
    public const int Unlabelled = -1;

    /// <summary>The activities that can follow one without another in between.</summary>
    public static ReadOnlySpan<Activity> After(Activity activity) => activity switch
    {
        Activity.Still => [Activity.Walking, Activity.Running, Activity.Upstairs, Activity.Downstairs, Activity.Cycling],
        Activity.Walking => [Activity.Still, Activity.Running, Activity.Upstairs, Activity.Downstairs, Activity.Cycling],
        Activity.Running => [Activity.Still, Activity.Walking],
        Activity.Upstairs => [Activity.Still, Activity.Walking, Activity.Downstairs],
        Activity.Downstairs => [Activity.Still, Activity.Walking, Activity.Upstairs],
        _ => [Activity.Still, Activity.Walking],
    };
}
