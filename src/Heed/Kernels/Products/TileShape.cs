namespace Heed.Kernels;

/// <summary>A number of rows that the compiler knows: of one generic tile it makes one for each, all its sums in registers.</summary>
internal interface IRowCount
{
    static abstract int Rows { get; }
}

/// <summary>Whether the rows of A lie side by side, so that a step of all of them is one run of floats.</summary>
internal interface IRowLayout
{
    static abstract bool SideBySide { get; }
}

/// <summary>What the tiles are made for.</summary>
internal static class TileShape
{
    internal readonly struct Apart : IRowLayout
    {
        public static bool SideBySide => false;
    }

    internal readonly struct SideBySide : IRowLayout
    {
        static bool IRowLayout.SideBySide => true;
    }

    internal readonly struct One : IRowCount
    {
        public static int Rows => 1;
    }

    internal readonly struct Two : IRowCount
    {
        public static int Rows => 2;
    }

    internal readonly struct Three : IRowCount
    {
        public static int Rows => 3;
    }

    internal readonly struct Four : IRowCount
    {
        public static int Rows => 4;
    }

    internal readonly struct Five : IRowCount
    {
        public static int Rows => 5;
    }

    internal readonly struct Six : IRowCount
    {
        public static int Rows => 6;
    }

    internal readonly struct Seven : IRowCount
    {
        public static int Rows => 7;
    }

    internal readonly struct Eight : IRowCount
    {
        public static int Rows => 8;
    }

    internal readonly struct Nine : IRowCount
    {
        public static int Rows => 9;
    }

    internal readonly struct Ten : IRowCount
    {
        public static int Rows => 10;
    }

    internal readonly struct Eleven : IRowCount
    {
        public static int Rows => 11;
    }

    internal readonly struct Twelve : IRowCount
    {
        public static int Rows => 12;
    }

    internal readonly struct Thirteen : IRowCount
    {
        public static int Rows => 13;
    }

    internal readonly struct Fourteen : IRowCount
    {
        public static int Rows => 14;
    }

    internal readonly struct Fifteen : IRowCount
    {
        public static int Rows => 15;
    }

    internal readonly struct Sixteen : IRowCount
    {
        public static int Rows => 16;
    }
}
