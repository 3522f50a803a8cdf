namespace Heed.Figures.Lettering.Letters;

/// <summary>A to Z.</summary>
internal static class Capitals
{
    /// <summary>A line a character: itself, its advance, its skeleton (see <see cref="Skeleton"/>).</summary>
    public const string Table = """
        A 667 m 56 0 l 333 k m 611 0 l 333 k m 140 =238 l 526 =238
        B 667 m 116 0 l 116 k m 116 C l 352 C h 544 530 v 352 =374 l 116 =374 m 352 =374 h 584 206 v 352 B l 116 B
        C 722 m 640 500 c 608 608 510 C 384 C h 86 358 v 384 B c 516 B 620 104 646 220
        D 722 m 116 0 l 116 k m 116 C l 336 C h 636 358 v 336 B l 116 B
        E 667 m 118 0 l 118 k m 118 C l 598 C m 118 =374 l 566 =374 m 118 B l 608 B
        F 611 m 118 0 l 118 k m 118 C l 570 C m 118 =352 l 528 =352
        G 778 m 676 520 c 638 616 530 C 400 C h 86 358 v 400 B c 560 B 688 130 688 =338+ m 688 =338 l 424 =338
        H 722 m 116 0 l 116 k m 606 0 l 606 k m 116 =372 l 606 =372
        I 278 m 139 0 l 139 k
        J 500 m 384 k l 384 216 v 220 B c 122 B 66 100 62 212
        K 667 m 118 0 l 118 k m 594 k l 158 268 m 256 380 l 610 0
        L 556 m 118 0 l 118 k m 118 B l 524 B
        M 833 m 114 0 l 114 k m 719 0 l 719 k m 120 k l 417 60 m 713 k l 417 60
        N 722 m 114 0 l 114 k m 608 0 l 608 k m 122 k l 600 0
        O 778 m 84 358 v 389 C h 694 358 v 389 B h 84 358
        P 667 m 118 0 l 118 k m 118 C l 374 C h 576 514 v 374 =350 l 118 =350
        Q 778 m 84 358 v 389 C h 694 358 v 389 B h 84 358 m 462 196 l 688 0
        R 722 m 118 0 l 118 k m 118 C l 388 C h 592 522 v 388 =364 l 118 =364 m 386 364 l 616 0
        S 667 m 572 526 c 552 626 466 C 336 C c 184 C 102 614 102 520 c 102 416 206 392 336 364 c 492 330 586 300 586 192 c 586 92 484 B 342 B c 196 B 102 104 78 214
        T 611 m 36 C l 575 C m 305 0 l 305 C
        U 722 m 114 k l 114 262 v 361 B h 608 262 l 608 k
        V 667 m 54 k l 333 0 m 613 k l 333 0
        W 944 m 54 k l 250 0 m 472 k l 250 0 m 472 k l 694 0 m 890 k l 694 0
        X 667 m 66 k l 606 0 m 600 k l 60 0
        Y 667 m 54 k l 333 300 m 613 k l 333 300 m 333 0 l 333 330
        Z 611 m 52 C l 564 C m 564~-.6 C l 42~.6 B m 42 B l 568 B
        """;
}
