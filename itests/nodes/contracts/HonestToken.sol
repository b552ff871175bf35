// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// A token after EIP-20 that does what it says. Anybody may mint.
contract HonestToken is ERC20 {
    uint8 private places;

    /// @param symbol_ up to 32 ASCII characters, the rest zero
    constructor(bytes32 symbol_, uint8 decimals_) ERC20("Coffer test token", text(symbol_)) {
        places = decimals_;
    }

    function decimals() public view virtual override returns (uint8) {
        return places;
    }

    function mint(address to, uint256 units) external {
        _mint(to, units);
    }

    /// H21: what the contract says of its decimals from now on.
    function setDecimals(uint8 decimals_) external {
        places = decimals_;
    }

    function text(bytes32 padded) private pure returns (string memory) {
        uint256 length = 0;
        while (length < 32 && padded[length] != 0) {
            length++;
        }
        bytes memory content = new bytes(length);
        for (uint256 i = 0; i < length; i++) {
            content[i] = padded[i];
        }
        return string(content);
    }
}
