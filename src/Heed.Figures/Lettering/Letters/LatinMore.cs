namespace Heed.Figures.Lettering.Letters;

/// <summary>Latin letters beyond a to z that carry no separate mark.</summary>
internal static class LatinMore
{
    /// <summary>A line a character: itself, its advance, its skeleton (see <see cref="Skeleton"/>).</summary>
    public const string Table = """
        ı 278 m 139 0 l 139 x
        ß 611 m 108 0 l 108 540 v 280 A h 452 580 c 452 470 330 460 330 370 c 330 280 520 290 520 158 c 520 84 460 B 380 B c 310 B 262 70 240 124
        æ 889 m 98 388 c 112 452 172 X 262 X c 380 X 430 430 430 340 l 430 200 m 434 =296 l 256 =296 h 74 158 v 226 B c 340 B 430 110 430 250 m 430 =268 l 812 =268 m 812 =268- v 626 X h 430 262 v 630 B c 708 B 770 74 802 140
        œ 944 m 77 262 v 272 X h 468 262 v 272 B h 77 262 m 468 =268 l 866 =268 m 866 =268- v 670 X h 468 262 v 672 B c 756 B 824 74 856 140
        ø 611 m 104 262 v 305 X h 506 262 v 305 B h 104 262 t .8 m 72 -20 l 540 544
        ð 556 m 77 240 v 278 =446 h 479 250 v 278 B h 77 240 m 479 250 c 479 460 410 620 220 A t .85 m 164 590 l 400 706
        þ 556 m 108 d l 108 a t .5 m 108 340 t 1 v 290 X h 479 262 v 290 B t .5 h 108 184
        đ 556 m 448 0 l 448 a t .5 m 448 340 t 1 v 266 X h 77 262 v 266 B t .5 h 448 184 m 290 =624 l 548 =624
        ħ 556 m 108 0 l 108 a t .5 m 108 340 t 1 v 284 X h 448 330 l 448 0 m 8 =624 l 300 =624
        ł 222 m 111 0 l 111 a t .8 m 36 328 l 186 420
        Æ 1000 m 40 0 l 420 k m 500 0 l 500 k m 380 C l 950 C m 500 =374 l 900 =374 m 500 B l 960 B m 170 =220 l 500 =220
        Œ 1000 m 560 0 l 560 k m 560 C l 384 C h 86 358 v 384 B l 560 B m 560 C l 950 C m 560 =374 l 910 =374 m 560 B l 960 B
        Ø 778 m 84 358 v 389 C h 694 358 v 389 B h 84 358 t .8 m 92 -24 l 690 740
        Đ 722 m 116 0 l 116 k m 116 C l 336 C h 636 358 v 336 B l 116 B m 10 =374 l 350 =374
        Ð 722 m 116 0 l 116 k m 116 C l 336 C h 636 358 v 336 B l 116 B m 10 =374 l 300 =374
        Þ 667 m 118 0 l 118 k m 118 =576 l 374 =576 h 576 424 v 374 =254 l 118 =254
        Ł 556 m 118 0 l 118 k m 118 B l 524 B t .8 m 36 286 l 314 446
        Ħ 722 m 116 0 l 116 k m 606 0 l 606 k m 116 =330 l 606 =330 m 24 =560 l 698 =560
        ə 556 m 479 =256 l 77 =256 m 77 =256+ v 277 B h 479 262 v 272 X c 188 X 120 450 88 384
        ƒ 556 m 200 d l 290 540 c 304 620 340 A 430 A l 480 A m 130 =460 l 440 =460
        """;
}
