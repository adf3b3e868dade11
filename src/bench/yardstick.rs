//! Work that is always the same and none of ours, to tell a slower machine from a slower program. Numbers are sorted: that
//! takes branches and memory, as cleaning does.

use std::hint::black_box;
use std::time::Instant;

/// Numbers that each thread sorts, and how often: some 50 ms, since what disturbs a machine comes and goes.
const NUMBERS: usize = 1 << 19;
const TIMES: usize = 2;

/// How often a second so many threads at once get through it, together.
pub(super) fn per_second(threads: usize) -> f64 {
    let start = Instant::now();
    std::thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(once);
        }
        once();
    });
    threads as f64 / start.elapsed().as_secs_f64().max(1e-9)
}

fn once() {
    let mut numbers = vec![0u64; NUMBERS];
    for time in 0..TIMES {
        let mut last = 0x9e37_79b9_7f4a_7c15 ^ time as u64;
        for number in &mut numbers {
            // xorshift64
            last ^= last << 13;
            last ^= last >> 7;
            last ^= last << 17;
            *number = last;
        }
        black_box(&mut numbers).sort_unstable();
    }
}
