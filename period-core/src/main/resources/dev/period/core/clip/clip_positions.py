w: List[Tensor] -> Tensor
kept = [torch.slice(w[0], 0, 0, $keep)]
return torch.to(torch.cat(torch.add(kept, torch.slice(w, 1)), 0), 6)
