namespace Heed.Figures.Lettering.Letters;

/// <summary>Russian, Ukrainian, Bulgarian and Serbian letters that are not drawn as Latin ones are.</summary>
internal static class Cyrillic
{
    /// <summary>A line a character: itself, its advance, its skeleton (see <see cref="Skeleton"/>).</summary>
    public const string Table = """
        Б 656 m 118 0 l 118 k m 118 C l 540 C m 118 =412 l 340 =412 h 574 222 v 340 B l 118 B
        Г 542 m 118 0 l 118 k m 118 C l 520 C
        Д 720 m 40 B l 680 B m 66 B l 66 -150 m 654 B l 654 -150 m 590 B l 590 k m 590 C l 210 C c 210 340 180 160 106 B
        Ж 923 m 461 0 l 461 k m 78 k l 420 372 l 68 0 m 844 k l 502 372 l 854 0 m 400 =372 l 520 =372
        З 604 m 80 540 c 104 630 180 C 290 C h 486 530 v 310 =374 l 210 =374 m 310 =374 h 520 202 v 290 B c 170 B 90 90 66 190
        И 719 m 116 0 l 116 k m 604 0 l 604 k m 124 0 l 596 k
        Й 719 m 116 0 l 116 k m 604 0 l 604 k m 124 0 l 596 k m 252 920 c 264 832 310 810 360 810 c 410 810 456 832 468 920
        Л 656 m 540 0 l 540 k m 540 C l 200 C c 200 300 180 B 80 B l 20 B
        П 719 m 116 0 l 116 k m 604 0 l 604 k m 116 C l 604 C
        У 635 m 54 k l 330 220 m 590 k l 310 130 c 280 60 250 B 180 B l 100 B
        Ф 760 m 82 370 v 380 600 h 678 370 v 380 140 h 82 370 m 380 0 l 380 k
        Ц 740 m 116 0 l 116 k m 604 B l 604 k m 116 B l 700 B m 660 B l 660 -150
        Ч 667 m 550 0 l 550 k m 110 k l 110 500 v 290 =310 l 550 =310
        Ш 917 m 116 0 l 116 k m 458 0 l 458 k m 800 0 l 800 k m 116 B l 800 B
        Щ 940 m 116 0 l 116 k m 458 0 l 458 k m 800 0 l 800 k m 116 B l 900 B m 860 B l 860 -150
        Ъ 792 m 20 C l 220 C m 220 0 l 220 k m 220 =412 l 460 =412 h 694 222 v 460 B l 220 B
        Ы 885 m 118 0 l 118 k m 118 =412 l 340 =412 h 574 222 v 340 B l 118 B m 768 0 l 768 k
        Ь 656 m 118 0 l 118 k m 118 =412 l 340 =412 h 574 222 v 340 B l 118 B
        Э 719 m 76 510 c 110 610 210 C 336 C h 634 358 v 336 B c 200 B 100 104 70 214 m 634 =358 l 240 =358
        Ю 1010 m 116 0 l 116 k m 116 =358 l 338 =358 m 338 358 v 632 C h 926 358 v 632 B h 338 358
        Я 722 m 604 0 l 604 k m 604 C l 334 C h 130 522 v 334 =364 l 604 =364 m 336 364 l 106 0
        Є 719 m 643 510 c 609 610 509 C 383 C h 85 358 v 383 B c 519 B 619 104 649 214 m 85 =358 l 479 =358
        б 573 m 480 A c 400 A 400 690 300 670 c 160 640 90 540 90 300 m 90 300 h 90 262 v 280 =470 h 490 250 v 286 B h 88 262 l 90 300
        в 531 m 108 0 l 108 x m 108 X l 290 X h 420 386 v 290 =276 l 108 =276 m 290 =276 h 454 152 v 290 B l 108 B
        г 400 m 108 0 l 108 x m 108 X l 376 X
        д 583 m 30 B l 553 B m 56 B l 56 -130 m 527 B l 527 -130 m 468 B l 468 x m 468 X l 176 X c 176 240 150 120 96 B
        ж 669 m 334 0 l 334 x m 66 x l 300 268 l 60 0 m 602 x l 368 268 l 608 0 m 290 =268 l 378 =268
        з 458 m 66 400 c 90 460 146 X 222 X c 320 X 366 450 366 390 c 366 320 310 =276 234 =276 l 160 =276 m 234 =276 c 330 =276 392 224 392 156 c 392 80 320 B 222 B c 140 B 80 78 56 148
        и 559 m 108 0 l 108 x m 451 0 l 451 x m 116 0 l 443 x
        й 559 m 108 0 l 108 x m 451 0 l 451 x m 116 0 l 443 x m 172 730 c 184 640 230 618 280 618 c 330 618 376 640 388 730
        к 480 m 108 0 l 108 x m 424 x l 126 236 m 216 306 l 428 0
        л 540 m 432 0 l 432 x m 432 X l 170 X c 170 200 150 B 70 B l 20 B
        м 687 m 104 0 l 104 x m 583 0 l 583 x m 112 x l 344 40 m 575 x l 344 40
        н 552 m 108 0 l 108 x m 444 0 l 444 x m 108 =274 l 444 =274
        п 552 m 108 0 l 108 x m 444 0 l 444 x m 108 X l 444 X
        т 458 m 30 X l 428 X m 229 0 l 229 X
        ф 822 m 411 d l 411 a m 411 300 t .5 m 411 340 t 1 v 250 X h 77 262 v 250 B t .5 h 411 184 t .5 m 411 340 t 1 v 572 X h 745 262 v 572 B t .5 h 411 184
        ц 570 m 108 0 l 108 x m 440 B l 440 x m 108 B l 530 B m 492 B l 492 -130
        ч 521 m 413 0 l 413 x m 96 x l 96 370 v 230 =226 l 413 =226
        ш 802 m 108 0 l 108 x m 401 0 l 401 x m 694 0 l 694 x m 108 B l 694 B
        щ 822 m 108 0 l 108 x m 401 0 l 401 x m 694 0 l 694 x m 108 B l 784 B m 746 B l 746 -130
        ъ 625 m 20 X l 180 X m 180 0 l 180 x m 180 =304 l 370 =304 h 540 170 v 370 B l 180 B
        ы 719 m 108 0 l 108 x m 108 =304 l 290 =304 h 454 170 v 290 B l 108 B m 611 0 l 611 x
        ь 521 m 108 0 l 108 x m 108 =304 l 290 =304 h 454 170 v 290 B l 108 B
        э 510 m 64 380 c 88 450 150 X 230 X h 430 262 v 230 B c 140 B 84 80 60 150 m 430 =262 l 170 =262
        ю 750 m 108 0 l 108 x m 108 =262 l 300 =262 m 300 262 v 486 X h 672 262 v 486 B h 300 262
        я 541 m 433 0 l 433 x m 433 X l 246 X h 90 378 v 246 =246 l 433 =246 m 250 246 l 74 0
        є 510 m 446 380 c 422 450 360 X 280 X h 80 262 v 280 B c 370 B 426 80 450 150 m 80 =262 l 340 =262
        ґ 420 m 108 0 l 108 x m 108 X l 370 X m 350 X l 350 640
        """;

    /// <summary>Drawn as Latin letters are: pairs of character and letter.</summary>
    public const string AsLatin = "АA ВB ЕE КK МM НH ОO РP СC ТT ХX ІI ЈJ ЅS аa еe оo рp сc уy хx іi јj ѕs ЁË ёë ЇÏ їï";
}
