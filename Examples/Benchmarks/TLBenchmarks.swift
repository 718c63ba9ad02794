// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// Reading and writing of a history of a hundred messages.
enum TLBenchmarks {
    static var group: BenchmarkGroup { BenchmarkGroup("tl", make: benchmarks) }

    private static func benchmarks() throws -> [Benchmark] {
        let history = SampleHistory.make()
        let bytes = try history.encoded()
        let objects = countObjects(history)
        guard try TL.messages.Messages(decoding: bytes).isEncodedEqual(to: history) else {
            throw BenchmarkFailure("the history does not round-trip")
        }
        let size = "\(objects.count) objects, \(objects.kinds) kinds"
        let target = UnsafeMutableRawPointer.allocate(byteCount: bytes.count, alignment: 16)
        return [
            Benchmark("memcpy of the same bytes", bytes: bytes.count, operations: objects.count) {
                bytes.withUnsafeBytes { source in
                    if let base = source.baseAddress { target.copyMemory(from: base, byteCount: source.count) }
                }
                blackHole(target)
            },
            Benchmark("decode (\(size))", bytes: bytes.count, operations: objects.count) {
                blackHole(try? TL.messages.Messages(decoding: bytes))
            },
            Benchmark("encode (\(size))", bytes: bytes.count, operations: objects.count) {
                blackHole(try? history.encoded())
            },
            Benchmark("read five fields of each message", operations: 100) {
                blackHole(checksum(history))
            },
        ]
    }

    private static func checksum(_ history: TL.messages.Messages) -> Int {
        guard case .slice(let slice) = history else { return 0 }
        var sum = 0
        for case .message(let message) in slice.messages {
            sum &+= Int(message.id) &+ Int(message.date) &+ message.message.utf8.count
            sum &+= (message.out ? 1 : 0) &+ (message.entities?.count ?? 0)
        }
        return sum
    }

    /// Counts what carries a constructor id, by the descriptions: each object shows its constructor's name once.
    private static func countObjects(_ value: TL.messages.Messages) -> (count: Int, kinds: Int) {
        var count = 0
        var kinds: Set<String> = []
        visit(value) { name in
            count += 1
            kinds.insert(name)
        }
        return (count, kinds.count)
    }

    private static func visit(_ value: Any, _ found: (String) -> Void) {
        if let value = value as? any TLBoxed { found(TL.name(ofConstructor: value.constructorID) ?? "?") }
        for child in Mirror(reflecting: value).children { visit(child.value, found) }
    }
}

/// Why a benchmark cannot be run.
struct BenchmarkFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
