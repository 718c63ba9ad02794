// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Where a call goes.
public enum CallDestination: Hashable, Sendable {
    /// The account's data centre, also if it moves.
    case home
    /// A data centre, 1 to 5 in production, as the same account.
    case dataCenter(Int)
    /// Connections of a data centre that carry files and nothing else, as the same account.
    ///
    /// There are several at a time if there is much to do, and none if there is nothing. They go to the addresses that the
    /// data centre has for files, and the server sends no updates over them. See core.telegram.org/api/files.
    case media(Int)
    /// A data centre of the content delivery network, where nobody is signed in (`upload.getCdnFile`).
    ///
    /// It learns nothing about the account, and proves itself by the keys that Telegram lists for it. See
    /// core.telegram.org/cdn.
    case cdn(Int)

    /// The data centre; `nil` for the account's.
    var dataCenter: Int? {
        switch self {
        case .home: nil
        case .dataCenter(let id), .media(let id), .cdn(let id): id
        }
    }
}

/// What a connection is for.
package enum ConnectionPurpose: Hashable, Sendable {
    /// Calls of all kinds, and updates.
    case main
    /// Files alone.
    case media
    /// Files of the content delivery network.
    case cdn
}
