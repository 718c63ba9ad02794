// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramFSM
public import FerogramSession

/// Where a dispatcher keeps the states of conversations.
///
///     let dispatcher = Dispatcher(states: .file("states.db"))
public struct StateSource: Sendable {
    let storage: any StateStorage

    /// In memory: they are lost when the program ends.
    public static var memory: Self { Self(storage: MemoryStateStorage()) }

    /// In a file.
    ///
    /// - Parameter path: The file, which is made if there is none.
    /// - Returns: The place.
    public static func file(_ path: String) -> Self { store(FileStore(path: path)) }

    /// In a store.
    ///
    /// - Parameter store: The store, which other things may be kept in too.
    /// - Returns: The place.
    public static func store(_ store: any Store) -> Self { Self(storage: StoreStateStorage(store)) }

    /// In a storage of the program's own.
    ///
    /// - Parameter storage: The storage.
    /// - Returns: The place.
    public static func storage(_ storage: any StateStorage) -> Self { Self(storage: storage) }
}
