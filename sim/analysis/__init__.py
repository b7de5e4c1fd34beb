"""Statistics of studies: pure functions on arrays of results. They know nothing of files, nor of how runs are made.

    precision     enough replications yet?                      blocks of 10, half the smallest relevant difference
    contrasts     every pair of options, Holm over the named metrics
    selection     the best of k with an indifference zone       Kim & Nelson 2001
    mcb           every option against the best of the others   Nelson & Matejcik 1995
    factorial     main effects and interactions of 2^k          Yates
    shapley       what each practice adds, summing exactly      Shapley 1953; interactions: Shapley-Taylor
    designs       points for the following three; factors       what the points mean
    sensitivity   which unknown matters                         Morris, Sobol (SALib)
    pawn          the same for skewed outputs                   Pianosi & Wagener 2015, 2018
    variance      unknown against chance                        balanced analysis of variance
    robust        regret, satisficing, stability under weights
    pareto        what no other option beats for certain
    prim          where an option fails                         Friedman & Fisher 1999
    glossary      what the columns of all their tables mean

`values` are float64 (option, replicate) or (point, option, replicate). Replicates are paired: replicate r of every option and of every point
uses the same chances. What is not a number is never dropped: it has a reason instead of a verdict, or it is an AnalysisError.
"""
